// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.async.AsyncNetworkStreamInterface;

/** Both ends of a connection: the asynchronous stream under test, and the kit's peer. */
record AsyncStreamAndPeer(AsyncNetworkStreamInterface stream, ScriptedPeer peer) {}
