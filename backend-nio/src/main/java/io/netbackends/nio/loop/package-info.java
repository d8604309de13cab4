// SPDX-License-Identifier: Apache-2.0
/** An event loop around a selector, and what runs on it: connections, attempts to connect, listeners. */
@NullMarked
package io.netbackends.nio.loop;

import org.jspecify.annotations.NullMarked;
