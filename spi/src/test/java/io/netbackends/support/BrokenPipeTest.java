// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokenPipeTest {
    @AfterEach
    void forgetTheText() {
        BrokenPipe.text = null;
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isKnownInEnglish() {
        assertThat(BrokenPipe.isReason(new SocketException("Broken pipe"))).isTrue();
        assertThat(BrokenPipe.isReason(new SocketException("Connection reset"))).isFalse();
        assertThat(BrokenPipe.isReason(new IOException())).isFalse();
    }

    @Test
    void isKnownInAnyOtherLanguageByWhatTheSystemSays() throws Exception {
        assertThat(BrokenPipe.isReason(new SocketException("Connection reset"))).isFalse();
        assertThat(BrokenPipe.text).isNotEmpty().isEqualTo(BrokenPipe.learn());
        assertThat(BrokenPipe.isReason(new IOException(BrokenPipe.learn()))).isTrue();
        BrokenPipe.text = "Relais brisé (pipe)";
        assertThat(BrokenPipe.isReason(new IOException("Relais brisé (pipe)"))).isTrue();
        assertThat(BrokenPipe.isReason(new IOException("write to 127.0.0.1:80: Relais brisé (pipe)")))
                .isTrue();
    }

    @Test
    void isNotTakenForAnythingWhereTheSystemHasNoWordForIt() {
        BrokenPipe.text = "";
        assertThat(BrokenPipe.isReason(new IOException("Connexion ré-initialisée par le correspondant")))
                .isFalse();
    }

    @Test
    void isFoundOutByAnInterruptedThreadToo() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(BrokenPipe.learn()).isNotEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
