// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Thrown by a case that finds out only while running that it cannot be run here. */
final class SkippedCase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SkippedCase(String reason) {
        super(reason);
    }
}
