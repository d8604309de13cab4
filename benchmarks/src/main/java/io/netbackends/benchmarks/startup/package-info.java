// SPDX-License-Identifier: Apache-2.0
/** How long a program takes from its start to the first byte that it reads. */
package io.netbackends.benchmarks.startup;
