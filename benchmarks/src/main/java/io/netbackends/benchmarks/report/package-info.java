// SPDX-License-Identifier: Apache-2.0
/** Runs the benchmarks in rounds, keeps what they measured, and compares it with what is asked of it. */
package io.netbackends.benchmarks.report;
