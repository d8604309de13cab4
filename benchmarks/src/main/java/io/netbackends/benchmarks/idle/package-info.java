// SPDX-License-Identifier: Apache-2.0
/** What streams cost that do nothing. */
package io.netbackends.benchmarks.idle;
