// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A slow test that rarely finds defects which other tests miss: CI runs it, {@code mvn verify} does not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "netbackends.thorough",
        matches = "true",
        disabledReason = "CI runs it, and so does -Dnetbackends.thorough=true")
public @interface Thorough {}
