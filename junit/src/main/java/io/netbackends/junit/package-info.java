// SPDX-License-Identifier: Apache-2.0
/**
 * JUnit 5 tests that record their network traffic on their first run, and run from the recording afterwards. Start with
 * {@link io.netbackends.junit.Recorded}; {@link io.netbackends.junit.RecordedNetwork} has more settings.
 *
 * <p>For all types: null is rejected with a {@link NullPointerException} unless marked nullable.
 */
@NullMarked
package io.netbackends.junit;

import org.jspecify.annotations.NullMarked;
