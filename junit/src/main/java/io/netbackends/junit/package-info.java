// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of JUnit 5 that record what they do on the network on their first run, and run from the recording afterwards. Start
 * with {@link io.netbackends.junit.Recorded}; {@link io.netbackends.junit.RecordedNetwork} has more settings.
 *
 * <p>For all types: null is rejected with a {@link NullPointerException} unless marked nullable.
 */
@NullMarked
package io.netbackends.junit;

import org.jspecify.annotations.NullMarked;
