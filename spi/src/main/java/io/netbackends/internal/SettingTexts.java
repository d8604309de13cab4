// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.BackendContext;
import io.netbackends.Setting;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The texts of all settings of a backend: backends with equal texts are equal and may share resources. */
public final class SettingTexts {
    private SettingTexts() {}

    /** Returns the texts of the settings that are set, by key. */
    public static Map<String, String> of(BackendContext context, Collection<Setting<?>> settings) {
        Map<String, String> texts = new TreeMap<>();
        for (Setting<?> setting : settings) {
            context.option(setting.key()).ifPresent(text -> texts.put(setting.key(), text));
        }
        return texts;
    }
}
