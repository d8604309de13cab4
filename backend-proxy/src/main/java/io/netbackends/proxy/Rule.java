// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

/**
 * The routes of some targets. Immutable.
 *
 * @param pattern the pattern of the targets
 * @param source finds their routes
 */
record Rule(TargetPattern pattern, RouteSource source) {}
