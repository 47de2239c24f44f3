using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Edge.Samples;

/// <summary>Makes <c>samples/desk.jsonl</c>: September 2025 at the service desk of Halden Roe, a furniture maker
/// that does not exist. The same text on every machine; to write it anew, run the tests with
/// MUSTER_WRITE_SAMPLES=1.</summary>
internal sealed class SampleDesk
{
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(DateTime At, string Line)> lines = [];
    private readonly Dice dice = new(20250901);
    private readonly List<(DateTime At, string Key)> opened = [];

    public static string Text()
    {
        var desk = new SampleDesk();
        SampleScenes.Play(desk);
        SampleDays.Play(desk, desk.dice);
        return desk.Numbered(string.Concat(desk.lines.OrderBy(line => line.At).Select(line => line.Line + "\n")));
    }

    /// <summary>Opens a ticket; fields without a value are left out.</summary>
    public Told Open(string at, string title, string? priority, string requester, params (string, JsonNode?)[] more)
    {
        var told = new Told(this, $"#{opened.Count}", Moment(at));
        opened.Add((told.Now, told.Key));
        var who = new JsonObject { ["name"] = requester };
        if (SampleWords.Vips.Contains(requester))
            who["vip"] = true;
        (string, JsonNode?)[] head = [("priority", priority), ("title", title), ("requester", who)];
        return told.Do("open", [.. head.Where(field => field.Item2 is not null), .. more]);
    }

    public static DateTime Moment(string at) => DateTime.ParseExact(
        at, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static string Write(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A desk gives out its numbers in the order in which tickets come in.</summary>
    private string Numbered(string log)
    {
        int number = 2100;
        foreach ((_, string key) in opened.OrderBy(ticket => ticket.At))
        {
            number++;
            log = log.Replace($"\"{key}\"", $"\"HD-{number}\"", StringComparison.Ordinal)
                .Replace($"\"{key}/2\"", $"\"HD-{number}/2\"", StringComparison.Ordinal);
        }

        return log;
    }

    private void Add(DateTime at, JsonObject line) => lines.Add((at, line.ToJsonString(Plain)));

    /// <summary>One ticket and the moment its story has come to.</summary>
    public sealed class Told(SampleDesk desk, string key, DateTime now)
    {
        public string Key => key;
        public DateTime Now { get; set; } = now;

        /// <param name="wait">Before it, such as 5m, 2h, 3d.</param>
        public Told Then(string wait, string verb, params (string, JsonNode?)[] fields)
        {
            int count = int.Parse(wait[..^1], CultureInfo.InvariantCulture);
            Now += wait[^1] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            };
            return Do(verb, fields);
        }

        public Told Do(string verb, params (string, JsonNode?)[] fields)
        {
            var line = new JsonObject { ["at"] = Write(Now), ["do"] = verb, ["ticket"] = key };
            foreach ((string name, JsonNode? value) in fields)
                line[name] = value;
            desk.Add(Now, line);
            return this;
        }

        /// <summary>The same ticket under the key that a late reply gives it (L4).</summary>
        public Told Follow() => new(desk, $"{key}/2", Now);
    }

    /// <summary>SplitMix64: the same on every machine and in every version of .NET.</summary>
    public sealed class Dice(ulong seed)
    {
        private ulong state = seed;

        /// <returns>From 0 to below <paramref name="end"/>.</returns>
        public int Below(int end)
        {
            unchecked
            {
                ulong z = state += 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return (int)((z ^ (z >> 31)) % (ulong)end);
            }
        }

        public bool Chance(int percent) => Below(100) < percent;
        public int Between(int from, int to) => from + Below(to - from + 1);
        public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];
    }
}
