// SPDX-License-Identifier: Apache-2.0
/** The cost of asynchronous calls, compared with other asynchronous libraries and with blocking threads. */
package io.netbackends.benchmarks.async;
