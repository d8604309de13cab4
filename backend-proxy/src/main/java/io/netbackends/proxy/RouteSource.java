// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import java.util.List;

/** Finds the routes to a target. */
interface RouteSource {
    /** Returns at least one route, in the order in which to try them. May block if {@link #mayBlock} returns true. */
    List<Route> routes(ConnectRequest request);

    /** Returns whether {@link #routes}, or a lookup of the endpoints for its proxies, may block. */
    boolean mayBlock();
}
