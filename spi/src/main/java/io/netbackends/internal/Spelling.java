// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that a misspelled one probably means. */
public final class Spelling {
    private Spelling() {}

    /**
     * Returns the word closest to this one.
     *
     * @param word as it was written
     * @param words the correct words
     * @return null if none is close
     */
    public static @Nullable String closest(String word, Collection<String> words) {
        String closest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : words) {
            int distance = distance(word, candidate);
            if (distance < least && isClose(word, candidate)) {
                least = distance;
                closest = candidate;
            }
        }
        return closest;
    }

    /**
     * Compares two words.
     *
     * @param word as it was written
     * @param other a correct one
     * @return whether at most a third of the letters, ignoring case, are wrong, missing, added or swapped
     */
    public static boolean isClose(String word, String other) {
        return isCloseTo(word, other, Math.max(1, Math.max(word.length(), other.length()) / 3));
    }

    /**
     * Compares two words.
     *
     * @param word as it was written
     * @param other a correct one
     * @param most the maximum number of wrong letters
     * @return whether at most that number of letters, ignoring case, are wrong, missing, added or swapped
     */
    public static boolean isCloseTo(String word, String other, int most) {
        return Math.abs(word.length() - other.length()) <= most && distance(word, other) <= most;
    }

    /** The number of letters to change, insert, delete or swap with the next one (Damerau and Levenshtein). */
    private static int distance(String word, String other) {
        String a = word.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(
                        distances[i - 1][j - 1] + (same ? 0 : 1),
                        1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
                boolean exchanged =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                distances[i][j] = exchanged ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
            }
        }
        return distances[a.length()][b.length()];
    }
}
