// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingFormatTest {
    @ParameterizedTest
    @CsvSource({
        "a.pcapng,PCAPNG",
        "a.NdJson,NDJSON",
        "a.hex,HEX",
        "a.text,TEXT",
        "a.txt,TEXT",
        "a.log,TEXT",
        "a,TEXT",
        "json,TEXT",
        "a.json.txt,TEXT",
        "a.json/b,TEXT",
        "host.example.com,TEXT",
        "/,TEXT"
    })
    void extensionSuggestsTheFormat(String file, RecordingFormat format) {
        assertThat(RecordingFormat.of(Path.of(file))).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({
        "a.pcap,did you mean .pcapng?",
        "a.CAP,did you mean .pcapng?",
        "a.json,did you mean .ndjson?",
        "a.jsonl,did you mean .ndjson?",
        "a.har,did you mean .ndjson?",
        "a.ndjson.gz,recordings are not compressed",
        "a.zip,recordings are not compressed"
    })
    void extensionOfAnotherFormatIsAnError(String file, String hint) {
        assertThatThrownBy(() -> RecordingFormat.of(Path.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file (" + file + ") must have another extension, or its format must be given: " + hint);
    }
}
