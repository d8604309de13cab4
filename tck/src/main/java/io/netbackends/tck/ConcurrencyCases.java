// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Reader, writer and closer do not wait for each other. */
final class ConcurrencyCases {
    private ConcurrencyCases() {}
}
