// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Bad input gets a clear error at once; failures have the type of D18. */
final class ErrorCases {
    private ErrorCases() {}
}
