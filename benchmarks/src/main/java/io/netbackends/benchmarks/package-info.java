// SPDX-License-Identifier: Apache-2.0
/** Benchmarks, each of which runs the same work on the backends and on the JDK's classes. */
package io.netbackends.benchmarks;
