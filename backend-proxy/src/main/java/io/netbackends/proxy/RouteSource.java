// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import java.util.List;

/** Knows the way to a target. */
interface RouteSource {
    /** Returns at least one route, in the order in which they are to be tried. May block if {@link #mayBlock} says so. */
    List<Route> routes(ConnectRequest request);

    /** Returns whether {@link #routes}, or looking up what the routes' proxies are asked for, may block. */
    boolean mayBlock();
}
