using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Muster.Bench;

/// <summary>An answer: its status, and its head and body as they came.</summary>
internal delegate void Answered(int lane, int status, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body);

/// <summary>What a load came to; times in milliseconds, in rising order.</summary>
internal sealed record Load(double Seconds, int Failed, List<double> Times)
{
    public double PerSecond => Times.Count / Seconds;

    public double At(double share) => Times.Count == 0 ? double.NaN : Times[(int)((Times.Count - 1) * share)];
}

/// <summary>
/// Keep-alive connections that one thread sends prepared requests over: it costs so little that what is measured is
/// the other side. Speaks as much HTTP/1.1 as these servers do.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly Lane[] lanes;
    private readonly Queue<long> owed = new();

    public Wire(int port, int connections) =>
        lanes = [.. Enumerable.Range(0, connections).Select(_ => new Lane(port))];

    /// <summary>Each connection asks again when it has been answered.</summary>
    public Load Closed(double seconds, Func<int, byte[]> request, Answered? answered = null) =>
        Run(seconds, double.PositiveInfinity, int.MaxValue, request, answered);

    /// <summary>So many requests, as fast as the connections go.</summary>
    public Load Each(int requests, Func<int, byte[]> request, Answered? answered = null) =>
        Run(600, double.PositiveInfinity, requests, request, answered);

    /// <summary>Requests at their times, whatever the answers do, each timed from when it should have gone.</summary>
    public Load Open(double seconds, double perSecond, Func<int, byte[]> request, Answered? answered = null) =>
        Run(seconds, perSecond, (int)(seconds * perSecond), request, answered);

    public void Dispose()
    {
        foreach (var lane in lanes)
            lane.Socket.Dispose();
    }

    private Load Run(double seconds, double perSecond, int most, Func<int, byte[]> request, Answered? answered)
    {
        var (times, failed, sent, due) = (new List<double>(), 0, 0, 0L);
        var began = Stopwatch.GetTimestamp();
        double Passed() => Stopwatch.GetElapsedTime(began).TotalSeconds;
        var isOpen = double.IsFinite(perSecond);
        var reading = new List<Socket>(lanes.Length);
        var bySocket = lanes.Index().ToDictionary(pair => pair.Item.Socket, pair => pair.Index);
        while (true)
        {
            var over = sent >= most || (!isOpen && Passed() >= seconds);
            for (; isOpen && due < most && due <= Passed() * perSecond; due++)
                owed.Enqueue(began + (long)(due / perSecond * Stopwatch.Frequency));
            var first = sent; // in turns: a connection that nobody uses for two minutes is ended by the server
            for (var at = 0; at < lanes.Length && (isOpen ? owed.Count > 0 : !over && sent < most); at++)
            {
                var lane = lanes[(first + at) % lanes.Length];
                if (lane.IsBusy)
                    continue;
                lane.Send(request(sent++), isOpen ? owed.Dequeue() : Stopwatch.GetTimestamp());
            }
            reading.Clear();
            reading.AddRange(lanes.Where(lane => lane.IsBusy).Select(lane => lane.Socket));
            if (reading.Count == 0 && over)
                break;
            if (Passed() > seconds + 30)
                throw new InvalidOperationException($"{reading.Count} requests were not answered within 30 s");
            if (reading.Count == 0)
            {
                Thread.Sleep(isOpen && perSecond < 500 ? 1 : 0);
                continue;
            }
            Socket.Select(reading, null, null, isOpen ? (perSecond < 500 ? 1_000 : 0) : 100_000);
            foreach (var socket in reading)
            {
                var lane = lanes[bySocket[socket]];
                if (!lane.Receive(out var status, bySocket[socket], answered))
                    continue;
                times.Add(Stopwatch.GetElapsedTime(lane.SentAt).TotalMilliseconds);
                failed += status is >= 200 and < 300 ? 0 : 1;
            }
        }
        var took = Passed();
        times.Sort();
        return new Load(took, failed, times);
    }

    /// <summary>The calling thread keeps to one core, so that it takes nothing from a server on another.</summary>
    public static void KeepToCore(int core)
    {
        var mask = 1L << core;
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1)
            _ = SetAffinity(0, sizeof(long), ref mask);
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, ref long mask);

    private sealed class Lane
    {
        private byte[] buffer = new byte[64 * 1024];
        private int filled;

        public Lane(int port)
        {
            Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Socket.Connect(IPAddress.Loopback, port);
        }

        public Socket Socket { get; }

        public bool IsBusy { get; private set; }

        public long SentAt { get; private set; }

        public void Send(byte[] request, long from)
        {
            (IsBusy, SentAt, filled) = (true, from, 0);
            Socket.Send(request);
        }

        /// <summary>True when the answer is whole.</summary>
        public bool Receive(out int status, int index, Answered? answered)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var came = Socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
            if (came == 0)
                throw new InvalidOperationException("the server ended a connection");
            filled += came;
            var all = buffer.AsSpan(0, filled);
            status = 0;
            var end = all.IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return false;
            var head = all[..end];
            var body = all[(end + 4)..];
            status = int.Parse(head.Slice(9, 3));
            var length = head.IndexOf("Content-Length: "u8);
            var isWhole = length < 0
                ? status == 204 || body.EndsWith("0\r\n\r\n"u8)
                : body.Length >= Number(head[(length + 16)..]);
            if (!isWhole)
                return false;
            IsBusy = false;
            answered?.Invoke(index, status, head, body);
            return true;
        }

        private static int Number(ReadOnlySpan<byte> digits)
        {
            var end = digits.IndexOf((byte)'\r');
            return int.Parse(end < 0 ? digits : digits[..end]);
        }
    }
}
