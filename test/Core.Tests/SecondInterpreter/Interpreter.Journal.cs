using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>CONTRACT's "Journal": one line per event, fields in its table's order, absent without a value.</summary>
internal sealed partial class Interpreter
{
    /// <summary>An event being written: at ticket event rule first, auto by last.</summary>
    private sealed class Event(StringBuilder journal)
    {
        private readonly StringBuilder text = new("{");

        public Event Put(string name, string? value) => value is null ? this : Raw(name, Quote(value));

        public Event Put(string name, long? value) =>
            value is null ? this : Raw(name, value.Value.ToString(CultureInfo.InvariantCulture));

        public Event True(string name, bool value) => value ? Raw(name, "true") : this;

        public Event Put(string name, JsonNode? value) => value is null ? this : Raw(name, Compact(value));

        private Event Raw(string name, string json)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(Quote(name)).Append(':').Append(json);
            return this;
        }

        public void End() => journal.Append(text).Append("}\n");

        public void EndByLine(Line line, bool forced) => True("forced", forced).Put("by", line.By).End();

        public void EndByItself() => True("auto", true).Put("by", "coordinator").End();
    }

    private Event Begin(ModelTicket k, string name, long t, string? rule = null) =>
        new Event(journal).Put("at", Iso.Instant(t)).Put("ticket", k.Key).Put("event", name).Put("rule", rule);

    private static string Compact(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                return "{" + string.Join(',', map.Select(f => Quote(f.Key) + ":" + Compact(f.Value!))) + "}";
            case JsonArray list:
                return "[" + string.Join(',', list.Select(x => Compact(x!))) + "]";
            default:
                return node.GetValueKind() == JsonValueKind.String ? Quote((string)node!) : node.ToJsonString();
        }
    }

    // open: which characters are escaped; read: those that JSON demands, everything else stands as itself (UTF-8)
    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        return text.Append('"').ToString();
    }

    private void WriteOpened(ModelTicket k, Line line, bool imported)
    {
        // open: a priority that the policy gave (provisional) is not written, only one that the line says
        Begin(k, "opened", line.At).Put("priority", k.OwnPriority).Put("title", k.Title).Put("service", k.Service)
            .Put("category", k.Category).Put("requester", Requester(k)).Put("source", line.Text("source"))
            .Put("state", imported ? line.Text("state") : null)
            .Put("tags", k.Tags.Count > 0 ? (JsonObject)line.Json["tags"]!.DeepClone() : null)
            .EndByLine(line, false);
    }

    // open: a requester without `vip` is written without; one without anything is not written
    private static JsonObject? Requester(ModelTicket k)
    {
        if (k.Requester is null || k.Requester.Count == 0) return null;
        var who = new JsonObject();
        if (k.Requester["name"] is { } name) who["name"] = name.DeepClone();
        if (k.Requester["vip"] is { } vip) who["vip"] = vip.DeepClone();
        return who;
    }

    private void WriteSla(ModelTicket k, string name, string rule, ModelClock clock, long t, int? level, long? due,
        bool retroactive)
    {
        Begin(k, name, t, rule).Put("clock", clock.Name).Put("cycle", clock.Cycle).Put("level", level)
            .Put("elapsed", Iso.Duration(clock.Elapsed(t))).Put("due", due is { } d ? Iso.Instant(d) : null)
            .True("retroactive", retroactive).EndByItself();
    }
}
