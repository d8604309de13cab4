// SPDX-License-Identifier: Apache-2.0
/** The time from the start of a program to the first byte that it reads. */
package io.netbackends.benchmarks.startup;
