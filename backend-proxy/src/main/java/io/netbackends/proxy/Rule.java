// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

/**
 * Where connections to some targets go. Immutable.
 *
 * @param pattern of the targets
 * @param source of the way there
 */
record Rule(TargetPattern pattern, RouteSource source) {}
