// SPDX-License-Identifier: Apache-2.0
/** An event loop around a selector, with its connections, attempts to connect, and listeners. */
@NullMarked
package io.netbackends.nio.loop;

import org.jspecify.annotations.NullMarked;
