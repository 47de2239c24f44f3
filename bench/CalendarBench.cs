using System.Diagnostics;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Bench;

/// <summary>
/// What a due and an elapsed cost at any span, zone and holidays included, beside the closed form that has neither
/// (docs/performance.md, rows 8a–8c). Rounds are interleaved, so that a busy machine hurts both alike.
/// </summary>
internal static class CalendarBench
{
    private const int Rounds = 3;
    private const int Calls = 1_000_000;
    private const int Starts = 4096;

    private static readonly (string Name, Duration Span)[] Spans =
    [
        ("1h", Duration.FromHours(1)), ("30d", Duration.FromDays(30)),
        ("1y", Duration.FromDays(365)), ("10y", Duration.FromDays(3652)),
    ];

    public static void Run()
    {
        var clock = Stopwatch.StartNew();
        DateTimeZoneProviders.Tzdb["Europe/Berlin"].GetUtcOffset(Instant.FromUtc(2025, 1, 1, 0, 0));
        Print("calendar.zone-data", clock.Elapsed.TotalMicroseconds, "us");
        FirstDue("calendar.first-due", clock);
        FirstDue("calendar.first-due-again", clock);
        var calendar = Office();

        foreach (var (name, span) in Spans)
        {
            // Spread over ten years, so that neither the branch predictor nor the cache knows the answer beforehand.
            var random = new Random(1);
            var origin = Instant.FromUtc(2016, 1, 1, 0, 0);
            var from = Enumerable.Range(0, Starts).Select(_ =>
                origin + Duration.FromMilliseconds(random.NextInt64(3_650L * 86_400_000))).ToArray();
            var to = from.Select(start => start + span).ToArray();
            var add = from.Select((start, k) => calendar.Elapsed(start, to[k])).ToArray();
            var fromMs = from.Select(i => i.ToUnixTimeMilliseconds()).ToArray();
            var spanMs = (long)span.TotalMilliseconds;

            Compare($"calendar.elapsed.{name}",
                k => calendar.Elapsed(from[k], to[k]).BclCompatibleTicks,
                k => ClosedForm.Elapsed(fromMs[k], fromMs[k] + spanMs));
            Compare($"calendar.due.{name}",
                k => calendar.Due(from[k], add[k])!.Value.ToUnixTimeTicks(),
                k => ClosedForm.Due(fromMs[k], spanMs));
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        Instant first = Instant.FromUtc(2019, 1, 1, 0, 0), later = Instant.FromUtc(2020, 1, 1, 0, 0);
        for (var k = 0; k < 1000; k++)
            calendar.Due(later, calendar.Elapsed(first, later));
        Print("calendar.allocated-per-call", (GC.GetAllocatedBytesForCurrentThread() - bytes) / 2000.0, "bytes");
    }

    private static void FirstDue(string name, Stopwatch clock)
    {
        clock.Restart();
        Office().Due(Instant.FromUtc(2025, 1, 1, 0, 0), Duration.FromHours(8));
        Print(name, clock.Elapsed.TotalMicroseconds, "us");
    }

    private static BusinessCalendar Office()
    {
        var days = Enumerable.Range(1, 5)
            .ToDictionary(d => (IsoDayOfWeek)d, _ => (IReadOnlyList<HoursWindow>)[new(540, 1020)]);
        (int Month, int Day)[] holidays =
        [
            (1, 1), (1, 6), (3, 8), (4, 18), (5, 1), (5, 29), (6, 9), (8, 15), (10, 3), (11, 1), (12, 25), (12, 26),
        ];
        return new BusinessCalendar(DateTimeZoneProviders.Tzdb["Europe/Berlin"], WeeklyHours.Of(days),
            Enumerable.Range(2010, 30).SelectMany(year => holidays.Select(h => new LocalDate(year, h.Month, h.Day))));
    }

    private static void Compare(string name, Func<int, long> ours, Func<int, long> plain)
    {
        Nanoseconds(ours);
        Nanoseconds(plain);
        List<double> mine = [], closed = [];
        for (var round = 0; round < Rounds; round++)
        {
            mine.Add(Nanoseconds(ours));
            closed.Add(Nanoseconds(plain));
        }
        var ratios = mine.Zip(closed, (a, b) => a / b).Order().ToArray();
        Print(name, mine.Order().ElementAt(Rounds / 2), "ns");
        Print(name + ".worst", mine.Max(), "ns");
        Print(name + ".closed-form", closed.Order().ElementAt(Rounds / 2), "ns");
        Print(name + ".ratio", ratios[Rounds / 2], "x");
        Print(name + ".ratio-worst", ratios[^1], "x");
    }

    private static double Nanoseconds(Func<int, long> call)
    {
        var sum = 0L;
        var start = Stopwatch.GetTimestamp();
        for (var k = 0; k < Calls; k++)
            sum ^= call(k & (Starts - 1));
        var took = Stopwatch.GetElapsedTime(start);
        GC.KeepAlive(sum);
        return took.TotalNanoseconds / Calls;
    }

    private static void Print(string name, double value, string unit) =>
        Console.WriteLine(FormattableString.Invariant($"{name} {value:0.#} {unit}"));

    /// <summary>
    /// Mon–Fri 09:00–17:00 of a clock that never changes, without holidays: the least that can be done.
    /// </summary>
    private static class ClosedForm
    {
        private const long Day = 86_400_000, Open = 9 * 3_600_000, Length = 8 * 3_600_000;

        public static long Elapsed(long from, long to) => Before(to) - Before(from);

        public static long Due(long from, long add)
        {
            var days = Math.DivRem(Before(from) + add - 1, Length, out var inDay);
            var weeks = Math.DivRem(days, 5, out var weekday);
            return (weeks * 7 + weekday - 3) * Day + Open + inDay + 1;
        }

        public static long Before(long at)
        {
            var days = Math.DivRem(at + 3 * Day, Day, out var inDay);
            var weeks = Math.DivRem(days, 7, out var weekday);
            var today = weekday < 5 ? Math.Clamp(inDay - Open, 0, Length) : 0;
            return (weeks * 5 + Math.Min(weekday, 5)) * Length + today;
        }
    }
}
