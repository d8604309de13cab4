// SPDX-License-Identifier: Apache-2.0
/** Runs the benchmarks in rounds, saves the results, and compares them with the goals. */
package io.netbackends.benchmarks.report;
