// SPDX-License-Identifier: Apache-2.0
/** What the writer of a recording and its reader must agree on. Not API: exported to the module that replays. */
@NullMarked
package io.netbackends.recording.internal;

import org.jspecify.annotations.NullMarked;
