// SPDX-License-Identifier: Apache-2.0
/**
 * Reads recordings, and replays them without a network: the backend {@code replay}.
 *
 * <p>{@code -Dnetbackends.backend=replay -Dnetbackends.replay.file=record.ndjson} runs a program against its recording;
 * {@link io.netbackends.replay.ReplayBackendProvider} lists the settings. Within a program, start with {@link
 * io.netbackends.replay.ReplayBackend}; {@link io.netbackends.replay.RecordingReader} returns the events.
 *
 * <p>For all types: null is rejected with a {@link NullPointerException} unless marked nullable.
 */
@NullMarked
package io.netbackends.replay;

import org.jspecify.annotations.NullMarked;
