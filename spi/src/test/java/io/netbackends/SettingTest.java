// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accepted values of settings, and the form of the error for all others. */
class SettingTest {
    private enum Answer {
        YES,
        END_OF_STREAM,
        NO
    }

    private static <T> T parse(Setting<T> setting, String text) {
        return setting.parse("netbackends.x." + setting.key(), text);
    }

    private static void assertInvalid(Setting<?> setting, String text, String required) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(setting, text))
                .withMessage("netbackends.x." + setting.key() + " (" + text + ") must " + required);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "0010,10", "2147483647,2147483647"})
    void numbersAreDecimal(String text, int value) {
        assertThat(parse(Setting.number("n", 1, Integer.MAX_VALUE), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "11", "-1", "+5", "1.0", "1k", "0x1", "\u0661", " 1", "99999999999999999999"})
    void otherTextsAndNumbersOutOfRangeAreNone(String text) {
        assertInvalid(Setting.number("n", 1, 10), text, "be a whole number between 1 and 10");
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "999999999,999999999",
        "1k,1024",
        "64K,65536",
        "2m,2097152",
        "3G,3221225472",
        "999999999g,1073741822926258176"
    })
    void sizesHaveUnits(String text, long bytes) {
        assertThat(parse(Setting.size("s", 1), text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"250us,PT0.00025S", "250ms,PT0.25S", "030s,PT30S", "5m,PT5M", "1h,PT1H", "2d,PT48H", "1ms,PT0.001S"})
    void timesHaveUnits(String text, Duration value) {
        assertThat(parse(Setting.duration("d", Duration.ofNanos(250_000)), text))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "1", "s", "-1s", "1.5s", "1 s", "1S", "1234567890s", "89999us"})
    void otherTextsAndTimesOutOfRangeAreNone(String text) {
        assertInvalid(
                Setting.duration("d", Duration.ofMillis(90)),
                text,
                "be a time, at least 90ms, such as 250ms, 30s or 5m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "k", "-1", "1t", "1kb", "1 k", "1000000000", "9999999999g", "0g"})
    void otherTextsAndSizesOutOfRangeAreNone(String text) {
        assertInvalid(Setting.size("s", 1), text, "be a number of bytes, at least 1, such as 800, 64k, 10m or 2g");
    }

    @Test
    void choicesAreTheConstantsInLowerCase() {
        Setting<Answer> setting = Setting.choice("c", Answer.class);
        assertThat(parse(setting, "end-of-stream")).isEqualTo(Answer.END_OF_STREAM);
        assertInvalid(setting, "YES", "be yes, end-of-stream or no");
        assertInvalid(setting, "", "be yes, end-of-stream or no");
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertThat(parse(Setting.flag("f"), "true")).isTrue();
        assertThat(parse(Setting.flag("f"), "false")).isFalse();
        assertInvalid(Setting.flag("f"), "yes", "be true or false");
    }

    @Test
    void listsHaveCommasBetweenTheirItems() {
        assertThat(parse(Setting.list("l"), "a, b c ,d")).isEqualTo(List.of("a", "b c", "d"));
        for (String text : List.of("", ",", "a,,b", "a,")) {
            assertInvalid(Setting.list("l"), text, "have an item before and after each comma");
        }
    }

    @Test
    void theMessageOfAParserOfOnesOwnIsAdded() {
        Setting<Integer> setting = Setting.of("p", "be a number", Integer::valueOf);
        assertThat(parse(setting, "-7")).isEqualTo(-7);
        assertInvalid(setting, "x", "be a number: For input string: \"x\"");
    }

    @Test
    void controlCharactersOfAValueAreNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(Setting.flag("f"), "a\r\nb"))
                .withMessageStartingWith("netbackends.x.f (a??b) must");
    }

    @Test
    void errorsShowWhatTheMaskLeaves() {
        Setting<Integer> setting = Setting.number("n", 1, 2).masked(text -> "***");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(setting, "secret"))
                .withMessage("netbackends.x.n (***) must be a whole number between 1 and 2");
        assertThat(parse(setting, "2")).isEqualTo(2);
    }
}
