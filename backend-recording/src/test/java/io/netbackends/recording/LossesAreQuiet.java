// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps warnings about lost events off the standard error stream while a kit runs: its bulk transfers are faster than a recorder,
 * which drops events rather than slow down the connection.
 */
final class LossesAreQuiet implements BeforeAllCallback, AfterAllCallback {
    private Warnings warnings;

    @Override
    public void beforeAll(ExtensionContext kit) {
        warnings = new Warnings();
    }

    @Override
    public void afterAll(ExtensionContext kit) {
        warnings.close();
    }
}
