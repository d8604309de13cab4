// SPDX-License-Identifier: Apache-2.0
/** Code shared by the writer and the reader of recordings. Not API: exported to the module that replays. */
@NullMarked
package io.netbackends.recording.internal;

import org.jspecify.annotations.NullMarked;
