// SPDX-License-Identifier: Apache-2.0
/**
 * The events of a recording and their file formats.
 *
 * <p>For all types: null is rejected with a {@link NullPointerException} unless marked nullable.
 */
@NullMarked
package io.netbackends.recording.format;

import org.jspecify.annotations.NullMarked;
