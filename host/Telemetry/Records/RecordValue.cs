using System.Globalization;
using System.Text.Json;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>A field of a table as JSON and back, so that a table that is read from a record is the table that was written, to the
/// character. What is not known is absent; what is known to be no number is null; infinity, which JSON lacks, is a word.</summary>
internal static class RecordValue
{
    /// <summary>As tables write what is no number.</summary>
    private const string NotANumber = "NaN";

    public static bool IsText(object field) => field is string { Length: > 0 } text && text != NotANumber;

    /// <summary>Null: a text.</summary>
    public static double? NumberOf(object field) => field is IConvertible number and not string
        ? number.ToDouble(CultureInfo.InvariantCulture)
        : null;

    public static void Write(Utf8JsonWriter json, string name, object field)
    {
        switch (field)
        {
            case double.NaN or float.NaN or "":
                break;
            case NotANumber:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case double.PositiveInfinity or double.NegativeInfinity or float.PositiveInfinity or float.NegativeInfinity:
                json.WriteString(name, ((IFormattable)field).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            case float number:
                json.WriteNumber(name, number);
                break;
            case ulong number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteNumber(name, flag ? 1 : 0);
                break;
            case IConvertible number:
                json.WriteNumber(name, number.ToInt64(CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(name, field.ToString());
                break;
        }
    }

    /// <summary>As the table had it.</summary>
    public static string Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value)
        ? ""
        : value.ValueKind switch
        {
            JsonValueKind.Null => NotANumber,
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };
}
