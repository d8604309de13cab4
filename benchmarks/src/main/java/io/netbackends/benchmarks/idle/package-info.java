// SPDX-License-Identifier: Apache-2.0
/** The cost of idle streams. */
package io.netbackends.benchmarks.idle;
