// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokenPipeDetectorTest {
    @AfterEach
    void forgetTheText() {
        BrokenPipeDetector.text = null;
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isKnownInEnglish() {
        assertThat(BrokenPipeDetector.isCauseOf(new SocketException("Broken pipe")))
                .isTrue();
        assertThat(BrokenPipeDetector.isCauseOf(new SocketException("Connection reset")))
                .isFalse();
        assertThat(BrokenPipeDetector.isCauseOf(new IOException())).isFalse();
    }

    @Test
    void isKnownInAnyOtherLanguageByWhatTheSystemSays() throws Exception {
        assertThat(BrokenPipeDetector.isCauseOf(new SocketException("Connection reset")))
                .isFalse();
        assertThat(BrokenPipeDetector.text).isNotEmpty().isEqualTo(BrokenPipeDetector.probe());
        assertThat(BrokenPipeDetector.isCauseOf(new IOException(BrokenPipeDetector.probe())))
                .isTrue();
        BrokenPipeDetector.text = "Relais brisé (pipe)";
        assertThat(BrokenPipeDetector.isCauseOf(new IOException("Relais brisé (pipe)")))
                .isTrue();
        assertThat(BrokenPipeDetector.isCauseOf(new IOException("write to 127.0.0.1:80: Relais brisé (pipe)")))
                .isTrue();
    }

    @Test
    void isNotTakenForAnythingWhereTheSystemHasNoWordForIt() {
        BrokenPipeDetector.text = "";
        assertThat(BrokenPipeDetector.isCauseOf(new IOException("Connexion ré-initialisée par le correspondant")))
                .isFalse();
    }

    @Test
    void isFoundOutByAnInterruptedThreadToo() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(BrokenPipeDetector.probe()).isNotEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
