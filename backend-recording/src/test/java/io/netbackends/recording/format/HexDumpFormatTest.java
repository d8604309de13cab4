// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexDumpFormatTest {
    private final Events events = new Events();

    @Test
    void bytesAreShownSixteenALineWithOffsetsPerDirection() {
        events.opened(80).written("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").read("\u0000\u007f\u00ff~");
        events.written("more").read("even more").closed();
        assertThat(text()).isEqualTo("""
                [1] --- connected to 127.0.0.1:80
                [1] >>> 00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  |GET / HTTP/1.1..|
                [1] >>> 00000010  48 6f 73 74 3a 20 61 2e  74 65 73 74 0d 0a 0d 0a  |Host: a.test....|
                [1] <<< 00000000  00 7f ff 7e                                       |...~|
                [1] >>> 00000020  6d 6f 72 65                                       |more|
                [1] <<< 00000004  65 76 65 6e 20 6d 6f 72  65                       |even more|
                [1] --- closed
                """);
    }

    @Test
    void offsetsCountWhatIsNotShown() {
        events.opened(80).data(false, new byte[] {'a'}, 16).lost(1, 16, 0).read("b");
        assertThat(text()).isEqualTo("""
                [1] --- connected to 127.0.0.1:80
                [1] <<< 00000000  61                                                |a|
                [1] --- 15 bytes read, not kept
                [1] --- lost: 1 events, with 16 bytes read and 0 bytes written
                [1] <<< 00000020  62                                                |b|
                """);
    }

    @Test
    void offsetBeyondFourGibibytesHasSixteenDigits() {
        events.opened(80).lost(1, 0, 1L << 32).written("a");
        assertThat(text()).contains("[1] >>> 0000000100000000  61 ");
    }

    @Test
    void everyByteHasItsDigitsAndPrintableOnesTheirCharacter() {
        events.opened(80);
        StringBuilder expected = new StringBuilder("[1] --- connected to 127.0.0.1:80\n");
        for (int b = 0; b < 256; b++) {
            events.written(new byte[] {(byte) b});
            char shown = b >= ' ' && b <= '~' ? (char) b : '.';
            expected.append(String.format("[1] >>> %08x  %02x%s  |%c|\n", b, b, " ".repeat(46), shown));
        }
        assertThat(text()).isEqualTo(expected.toString());
    }

    private String text() {
        HexDumpFormat format = new HexDumpFormat();
        ByteBuilder out = new ByteBuilder();
        events.events.forEach(event -> format.write(event, out));
        return StandardCharsets.UTF_8.decode(out.content()).toString();
    }
}
