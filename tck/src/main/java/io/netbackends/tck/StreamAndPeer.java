// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;

/**
 * A connection of the backend under test.
 *
 * @param stream the end under test
 * @param peer the kit's own end
 */
record StreamAndPeer(NetworkStreamInterface stream, ScriptedPeer peer) {}
