// SPDX-License-Identifier: Apache-2.0
/** Benchmarks: each of them runs the same work on the backends and on what the JDK has. */
package io.netbackends.benchmarks;
