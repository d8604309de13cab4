// SPDX-License-Identifier: Apache-2.0
/** What calls that do not wait cost, beside others that do not wait and threads that do. */
package io.netbackends.benchmarks.async;
