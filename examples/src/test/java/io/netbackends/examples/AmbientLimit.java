// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.Timeout;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Puts each test under a deadline, so that a broken example fails instead of hanging; not for tests of deadlines. */
final class AmbientLimit implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(AmbientLimit.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Timeout.class, Timeout.after(LIMIT));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getStore(NAMESPACE).remove(Timeout.class, Timeout.class).close();
    }
}
