using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Muster.Server.Api;

/// <summary>Answers in JSON, written whole before the first byte goes out.</summary>
internal static class Answers
{
    // It goes out as JSON with nosniff and never into a page, so what is readable stays readable.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const string Json = "application/json; charset=utf-8";

    public static Task Write(HttpContext http, int status, Action<Utf8JsonWriter> write) =>
        Write(http, status, Json, write);

    public static Task Write(HttpContext http, int status, string contentType, Action<Utf8JsonWriter> write) =>
        Write(http, status, contentType, Bytes(write));

    /// <summary>The answer as it goes out.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, Readable))
            write(json);
        return bytes.WrittenMemory;
    }

    public static Task Write(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> bytes)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
