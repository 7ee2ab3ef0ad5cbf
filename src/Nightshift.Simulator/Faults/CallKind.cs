namespace Nightshift.Simulator.Faults;

/// <summary>What a call asks for.</summary>
public enum CallKind
{
    /// <summary>A live answer: chat, messages, embeddings.</summary>
    Chat,

    /// <summary>A file is sent, or one step of that.</summary>
    Upload,

    /// <summary>One file's description.</summary>
    File,

    /// <summary>A batch is made, or rows are added to it.</summary>
    Create,

    /// <summary>One batch's state.</summary>
    Poll,

    /// <summary>Files or batches are listed.</summary>
    List,

    /// <summary>A file's bytes or a batch's results.</summary>
    Download,

    /// <summary>A batch is cancelled.</summary>
    Cancel,

    /// <summary>A file or a batch is deleted.</summary>
    Delete,
}
