// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.time.Instant;

/**
 * What a recording says of itself where it begins, and at the beginning of each further part.
 *
 * @param recording which recording: no two have the same
 * @param part 1, or the number of the file if the recording was split
 * @param time when it was begun
 * @param redaction {@code off}; which credentials, in the words of {@link
 *     io.netbackends.recording.Redaction#ofCredentials()}; or in any words what was replaced
 */
public record RecordingHeader(String recording, int part, Instant time, String redaction) {}
