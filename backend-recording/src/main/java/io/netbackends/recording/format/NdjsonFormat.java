// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.NdjsonSchema;
import java.time.Instant;

/** Writes each event as one line of JSON: {@code netbackends-ndjson 1}, whose schema is in {@code docs/recording.md}. */
final class NdjsonFormat implements EventFormat {
    private final Base64Encoder base64 = new Base64Encoder();

    @Override
    public void begin(Section section, ByteBuilder out) {
        new JsonLine(out, base64)
                .member(NdjsonSchema.KIND, NdjsonSchema.RECORDING)
                .member(NdjsonSchema.FORMAT, NdjsonSchema.FORMAT_NAME)
                .member(NdjsonSchema.VERSION, NdjsonSchema.FORMAT_VERSION)
                .member(NdjsonSchema.RECORDING, section.recording())
                .member(NdjsonSchema.PART, section.part())
                .member(NdjsonSchema.TIME, section.time().toString())
                .member(NdjsonSchema.REDACTION, section.redaction())
                .end();
    }

    @Override
    public void write(Event event, ByteBuilder out) {
        JsonLine line =
                new JsonLine(out, base64).member(NdjsonSchema.TIME, event.time().toString());
        if (event.connection() > 0) {
            line.member(NdjsonSchema.CONNECTION, event.connection());
        }
        Instant begin = event.begin();
        if (begin != null) {
            line.member(NdjsonSchema.BEGIN, begin.toString());
        }
        event.accept(new NdjsonMembers(line)).end();
    }
}
