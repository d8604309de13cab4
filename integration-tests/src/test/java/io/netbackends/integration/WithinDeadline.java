// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.Timeout;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Puts each test under a deadline, so that a defect makes it fail rather than hang. */
public final class WithinDeadline implements InvocationInterceptor {
    public static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        try (Timeout limit = Timeout.after(LIMIT)) {
            test.proceed();
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(test, method, context);
    }
}
