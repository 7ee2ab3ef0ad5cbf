using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Cli.Gathering;

/// <summary>JSON as it is, without the white space between its tokens.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ElementJson : JsonSerializerContext;
