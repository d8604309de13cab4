// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.PlainServer;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

class JfrDefaultsTest {
    @Test
    void aRecordingWithoutSettingsHasEverythingButReadsAndWritesThatTakeNoTime() throws Exception {
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo());
                Recording recording = new Recording()) {
            recording.start();
            try (NetworkStreamInterface stream = new JfrBackend(new NioBackend()).connect("127.0.0.1", server.port())) {
                stream.write(new byte[] {1});
                stream.read(1);
            }
            recording.stop();
            assertThat(RecordedEvents.of(recording))
                    .extracting(RecordedEvents::kind)
                    .contains("Connect", "ConnectAttempt", "FirstByte", "Close");
        }
        assertThat(threshold(ReadEvent.class)).isEqualTo("20 ms");
        assertThat(threshold(WriteEvent.class)).isEqualTo("20 ms");
        assertThat(threshold(CloseEvent.class)).isEqualTo("0 ns");
    }

    private static String threshold(Class<? extends Event> kind) {
        return EventType.getEventType(kind).getSettingDescriptors().stream()
                .filter(setting -> setting.getName().equals("threshold"))
                .findFirst()
                .orElseThrow()
                .getDefaultValue();
    }
}
