package com.altimacrm.email.template.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;

/** A JSON object in a longtext column; an absent one, and PHP's empty list, count as an empty object. */
@Converter
public class JsonMap implements AttributeConverter<Map<String, Object>, String> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String convertToDatabaseColumn(Map<String, Object> map) {
        try {
            return map == null ? null : JSON.writeValueAsString(map);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("A template's JSON column cannot be written.", impossible);
        }
    }

    @Override
    public Map<String, Object> convertToEntityAttribute(String text) {
        return read(text);
    }

    static Map<String, Object> read(String text) {
        if (text == null || text.isBlank() || text.equals("[]")) {
            return Map.of();
        }
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A template's JSON column does not hold a JSON object.", broken);
        }
    }
}
