// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.time.Instant;

/**
 * The header of a recording, at its beginning and at the beginning of each further part.
 *
 * @param recording the unique identifier of the recording
 * @param part 1, or the number of the file if the recording was split
 * @param time the start of the recording
 * @param redaction {@code off}; the redacted credentials, as {@link io.netbackends.recording.Redaction#ofCredentials()}
 *     describes them; or another description of the redaction
 */
public record RecordingHeader(String recording, int part, Instant time, String redaction) {}
